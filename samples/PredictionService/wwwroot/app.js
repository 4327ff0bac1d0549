"use strict";

const element = id => document.getElementById(id);
const percent = value => (100 * value).toFixed(1) + " %";

function showProblem(text) {
  element("problem").textContent = text;
}

async function call(path, body) {
  const headers = { "Content-Type": "application/json" };
  if (element("key").value) {
    headers["X-Api-Key"] = element("key").value;
  }

  const response = await fetch(path, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status === 401) {
    element("key").hidden = element("key-label").hidden = false;
  }

  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.detail || answer.title || `The service answered ${response.status}.`);
  }

  return answer;
}

async function loadClassifiers() {
  const { classifiers } = await call("v1/classifiers/");
  element("classifier").replaceChildren(...classifiers.map(name => new Option(name, name)));
}

function showProbabilities(probabilities) {
  const rows = Object.entries(probabilities).sort((one, other) => other[1] - one[1]).map(([name, probability]) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = name;
    const meter = document.createElement("meter");
    meter.value = probability;
    meter.setAttribute("aria-label", name);
    const bar = document.createElement("td");
    bar.append(meter);
    const number = document.createElement("td");
    number.className = "number";
    number.textContent = percent(probability);
    row.append(head, bar, number);
    return row;
  });
  element("probabilities").replaceChildren(...rows);
}

function showSentences(text, sentences) {
  const strongest = Math.max(1e-6, ...sentences.map(sentence => Math.abs(sentence.influence)));
  const spans = sentences.map(({ start, length, influence }) => {
    const span = document.createElement("span");
    span.textContent = text.substr(start, length);
    span.className = influence >= 0 ? "for" : "against";
    span.style.setProperty("--strength", (0.6 * Math.abs(influence) / strongest).toFixed(3));
    span.title = (influence >= 0 ? "+" : "") + percent(influence);
    span.dataset.influence = influence;
    return span;
  });
  element("sentences").replaceChildren(...spans);
}

element("form").addEventListener("submit", async event => {
  event.preventDefault();
  showProblem("");
  element("classify").disabled = true;
  try {
    if (element("classifier").options.length === 0) {
      await loadClassifiers();
    }

    const text = element("text").value;
    const { prediction, sentences } = await call(`v1/classifiers/${encodeURIComponent(element("classifier").value)}/explain`, { text });
    element("label").textContent = prediction.label;
    element("probability").textContent = percent(prediction.probability);
    showProbabilities(prediction.probabilities);
    showSentences(text, sentences);
    element("result").hidden = false;
  } catch (error) {
    element("result").hidden = true;
    showProblem(error.message);
  } finally {
    element("classify").disabled = false;
  }
});

loadClassifiers().catch(error => showProblem(error.message));
