// The editor of the pages: CodeMirror with what a short piece of Python needs.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory,
} from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colors are those of the page's own code, which style sheets give for light and dark.
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: "code-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "code-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "code-number" },
  { tag: [tags.comment, tags.meta], class: "code-comment" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    class: "code-name" },
]);

/**
 * Make an editor.
 *
 * @param {object} settings
 * @param {string} settings.text - What it holds at first.
 * @param {string} settings.label - What a screen reader calls it.
 * @param {Record<string, () => void>} settings.keys - Actions by key, such as "Mod-Enter".
 * @param {(text: string) => void} settings.onChange - Called with the text after each change.
 * @returns {{dom: HTMLElement, text: () => string, replace: (text: string) => void,
 *   focus: () => void}}
 */
export function createEditor({ text, label, keys, onChange }) {
  const bindings = Object.entries(keys).map(([key, action]) => ({
    key, run: () => { action(); return true; },
  }));
  const view = new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(bindings)),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        lineNumbers(), drawSelection(), history(),
        indentUnit.of("    "), indentOnInput(), bracketMatching(), closeBrackets(),
        python(), syntaxHighlighting(highlighting),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    dom: view.dom,
    text: () => view.state.doc.toString(),
    replace: (replacement) => view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: replacement },
      annotations: isolateHistory.of("full"),  // one undo brings back what was replaced
    }),
    focus: () => view.focus(),
  };
}
