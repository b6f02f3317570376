FROM node:22-slim
WORKDIR /app
COPPY package.json .
RUN npm ci
EXPOSE 300000
CMD ["node" "server.js"]
