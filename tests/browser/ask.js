// Asks axe: tests/browser/looking.py, _ask.
async ([words, isLink, options]) => {
    const {looking} = window;
    const found = await axe.run(
        words ? {include: words.flatMap(word => looking.get(word))} : document,
        // No way to each element: that takes longer than most rules.
        {...options, elementRef: true, selectors: false});
    const faults = found.violations.flatMap(rule => rule.nodes.map(
        node => [rule.id, node.html, node.failureSummary]));
    const keys = node => [...node.any, ...node.all, ...node.none].map(check => check.data?.messageKey);
    const ofRule = (name, kind, isMeant) => new Set(found[kind].filter(rule => rule.id === name).flatMap(
        rule => rule.nodes).filter(isMeant).map(node => node.element));
    // Whatever looks so has that behind it. Any other doubt is about the one that was asked about.
    const isOfAll = node => keys(node).every(key => ['bgImage', 'bgGradient'].includes(key));
    // What it takes for hidden passes.
    const isSeen = node => !keys(node).includes('hidden');
    const answers = Object.fromEntries(['color-contrast', 'link-in-text-block'].map(name => [name, {
        said: [ofRule(name, 'passes', isSeen), ofRule(name, 'violations', isSeen), ofRule(name, 'incomplete', isOfAll)],
        doubted: [ofRule(name, 'incomplete', node => !isOfAll(node))],
    }]));
    const answered = (word, kind) => looking.get(word).some(one => answers[
        word.startsWith(isLink) ? 'link-in-text-block' : 'color-contrast'][kind].some(set => set.has(one)));
    const judged = (words ?? []).filter(word => answered(word, 'said'));
    return [faults, judged, (words ?? []).filter(word => !judged.includes(word) && !answered(word, 'doubted'))];
}
