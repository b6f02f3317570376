import { useState } from "react";

export function Calculator() {
  const [formula, setFormula] = useState("");
  const [answer, setAnswer] = useState("");

  function calculate() {
    setAnswer(String(eval(formula)));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        calculate();
      }}
    >
      <input value={formula} onChange={(event) => setFormula(event.target.value)} />
      <button type="submit">Calculate</button>
      <output>{answer}</output>
    </form>
  );
}
