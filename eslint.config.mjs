// What ESLint holds our own JavaScript to: `npm run check:lint`, part of `make check`.
//
// Syntax that a phone of 2020 does not parse fails in the parser. Functions newer than that, and
// what a layer may import, are tests/js/house/layers.test.mjs's.

import js from "@eslint/js";
import globals from "globals";

// As likely the name of a variable that was never declared.
const CONFUSING = ["event", "length", "name", "open", "parent", "status", "stop", "top"];
const browser = Object.fromEntries(Object.entries(globals.browser).filter(([name]) => !CONFUSING.includes(name)));
// What the pure layers know of the world outside of the language; randomness is an argument.
const pure = ["TextDecoder", "TextEncoder", "atob", "btoa"];
const onlyPure = Object.fromEntries(
  Object.keys(browser).map((name) => [name, pure.includes(name) ? "readonly" : "off"]),
);

const markup = (property) => ({ property, message: "A text is only ever text: ui/dom.js makes elements." });

const rules = {
  eqeqeq: "error",
  "array-callback-return": "error",
  complexity: ["error", 15],
  "consistent-return": "error",
  "max-lines-per-function": ["error", 70],
  "max-statements": ["error", 40],
  "no-constructor-return": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-lonely-if": "error",
  "no-new-func": "error",
  // An object's state is its own: others change it by its methods.
  "no-param-reassign": ["error", { props: true, ignorePropertyModificationsFor: ["event"] }],
  "no-return-assign": "error",
  "no-self-compare": "error",
  "no-shadow": "error",
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-unmodified-loop-condition": "error",
  "no-unneeded-ternary": "error",
  "no-unreachable-loop": "error",
  "no-unused-vars": ["error", { ignoreRestSiblings: true }],
  "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
  "no-useless-computed-key": "error",
  "no-useless-rename": "error",
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-object-spread": "error",
  "prefer-promise-reject-errors": "error",
};

export default [
  { ignores: ["voteapp/static/js/vendor/", "voteapp/static/lean/", "build/", ".venv/", ".tools/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["voteapp/static/js/**/*.js"],
    languageOptions: { ecmaVersion: 2020, sourceType: "module", globals: browser },
    rules: {
      ...rules,
      "max-lines": ["error", 320],
      "no-console": "error",
      "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map(markup)],
    },
  },
  // It has to run where nothing newer does.
  {
    files: ["voteapp/static/js/public/watchdog.js"],
    languageOptions: { ecmaVersion: 5, sourceType: "script" },
    rules: { "no-var": "off", "prefer-object-spread": "off" },
  },
  { files: ["voteapp/static/js/{protocol,campaign}/**/*.js"], languageOptions: { globals: onlyPure } },
  {
    files: ["tests/**/*.mjs", "scripts/*.mjs", "*.mjs"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.node },
    rules: { ...rules, "max-lines": ["error", 400], "no-param-reassign": "error" },
  },
  // What runs within a page that a test looks at.
  { files: ["tests/players/browser/**/*.mjs"], languageOptions: { globals: browser } },
];
