import { type CompletionContext, type CompletionResult, completeAnyWord } from '@codemirror/autocomplete';

const keywords = (
  'and break do else elseif end false for function global goto if in local nil not or repeat return then true ' +
  'until while'
).split(' ');

/** Completion of keywords, of the libraries' names, and of the words of the script itself. */
export function completeLua(names: readonly string[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w.]+/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const dot = word.text.lastIndexOf('.') + 1;
    if (dot > 0) {
      const prefix = word.text.slice(0, dot);
      const fields = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(dot));
      return { from: word.from + dot, options: fields.map((label) => ({ label, type: 'function' })) };
    }
    const own = completeAnyWord(context) as CompletionResult | null;
    const options = [
      ...keywords.map((label) => ({ label, type: 'keyword' })),
      ...names.filter((name) => !name.includes('.')).map((label) => ({ label, type: 'function' })),
    ];
    const known = new Set(options.map(({ label }) => label));
    return {
      from: word.from,
      options: [...options, ...(own?.options ?? []).filter((o) => !known.has(o.label))],
    };
  };
}
