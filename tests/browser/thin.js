// Finds what only says the same of more rows: tests/browser/looking.py, thin.
most => {
    const told = ['class', 'role', 'type', 'scope', 'lang', 'dir', 'hidden', 'open', 'tabindex', 'disabled',
        'checked', 'fill', 'stroke', 'aria-hidden', 'aria-current', 'aria-expanded', 'aria-sort',
        'aria-disabled', 'aria-invalid', 'aria-readonly', 'autocomplete', 'data-color', 'data-variant', 'data-size'];
    // Of what names something only whether it is there.
    const naming = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'];
    const toldOf = (name, value) => told.includes(name) ? value
        : naming.includes(name) ? value.split(' ').every(id => document.getElementById(id)) : value.trim() && '…';
    const kinds = new Map();
    const kind = element => {
        if (!kinds.has(element)) kinds.set(element, [
            // Its children too, so that a row that lacks one is not taken for one of those that have it.
            element.tagName, [...new Set([...element.children].map(
                child => child.tagName + '.' + child.getAttribute('class')))].sort().join('+'),
            !!element.labels?.length,
            // Of a single sign axe does not say whether it can be read.
            Math.min(2, [...element.childNodes].map(
                node => node.nodeType === Node.TEXT_NODE ? node.data : '').join('').trim().length),
            ...[...element.attributes].map(({name, value}) => name + '=' + toldOf(name, value))].join(' '));
        return kinds.get(element);
    };
    // What is in an element: the way to each part of it, as a number.
    const ways = new Map();
    const parts = (element, above, found) => {
        const way = above + ' > ' + kind(element);
        if (!ways.has(way)) ways.set(way, ways.size);
        found.add(ways.get(way));
        for (const child of element.children) parts(child, ways.get(way), found);
        return found;
    };
    const asking = new Map();
    for (const name of naming)
        for (const element of document.querySelectorAll(`[${name}]`))
            for (const id of element.getAttribute(name).split(' '))
                asking.set(id, [...asking.get(id) ?? [], element]);
    const isNamed = element => [element, ...element.querySelectorAll('[id]')].some(
        one => (asking.get(one.id) ?? []).some(other => !element.contains(other)));
    const spare = window.spare = [];
    const walk = element => {
        const seen = new Map();
        for (const child of [...element.children]) {
            const found = [...parts(child, '', new Set())];
            // Cells stay: a table may be so wide that it scrolls.
            if (element.tagName !== 'TR' && found.every(one => (seen.get(one) ?? 0) >= most) && !isNamed(child)) {
                spare.push(child);
                continue;
            }
            for (const one of found) seen.set(one, (seen.get(one) ?? 0) + 1);
            walk(child);
        }
    };
    walk(document.body);
    return spare.length;
}
