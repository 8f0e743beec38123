// Asks axe: tests/browser/looking.py, _ask.
async ([words, colourRules, options]) => {
    const found = await axe.run(
        words ? {include: words.flatMap(word => window.looking.get(word))} : document,
        // No way to each element: that takes longer than most rules.
        {...options, elementRef: true, selectors: false});
    const faults = found.violations.flatMap(rule => rule.nodes.map(
        node => [rule.id, node.html, node.failureSummary]));
    const nodes = kind => found[kind].filter(rule => colourRules.includes(rule.id)).flatMap(rule => rule.nodes);
    // All that looks so has that behind it; any other doubt is about the one that was asked about.
    const ofAll = ['bgImage', 'bgGradient', 'pseudoContent'];
    const isInDoubt = node => [...node.any, ...node.all, ...node.none].some(
        check => !ofAll.includes(check.data?.messageKey));
    const judged = new Set([...nodes('passes'), ...nodes('violations')].map(node => node.element)),
        inDoubt = new Set(nodes('incomplete').filter(isInDoubt).map(node => node.element));
    const isJudged = word => {
        const examples = window.looking.get(word);
        return examples.some(one => judged.has(one)) || !examples.some(one => inDoubt.has(one));
    };
    return [faults, (words ?? []).filter(isJudged)];
}
