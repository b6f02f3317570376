/** Tailwind 4 reads its theme from app/styles/tokens.css. */
const config = { plugins: { "@tailwindcss/postcss": {} } };

export default config;
