// Tells what is shown and how its words look: tests/browser/looking.py, appearance.
([large, largeAndBold, isLarge, most]) => {
    const all = [...document.body.querySelectorAll('*')], shown = [], behind = new Map(), outside = [],
        looking = window.looking = new Map();
    const scrolls = overflow => ['auto', 'scroll'].includes(overflow);
    const paint = one => [one.backgroundColor, one.backgroundImage, one.opacity];
    const drawn = one => one.content === 'none' ? [] : paint(one);
    // What axe has no opinion on is no example of how words look: a single sign, an empty field, one that is off.
    const isField = element => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
    const said = element => element.tagName === 'SELECT' ? element.selectedOptions[0]?.text ?? ''
        : isField(element) ? element.value
        : [...element.childNodes].map(node => node.nodeType === Node.TEXT_NODE ? node.data : '').join('');
    const read = [], clipped = new Set();
    behind.set(document.body, [document.documentElement, document.body].map(
        element => paint(getComputedStyle(element))).join());
    for (const element of all) {
        const style = getComputedStyle(element), box = element.getBoundingClientRect(),
            hasRoom = box.width > 0 && box.height > 0,
            own = [style.backgroundColor, style.backgroundImage, style.opacity,
                   ...['::before', '::after'].flatMap(name => drawn(getComputedStyle(element, name)))].join(),
            isBare = own === 'rgba(0, 0, 0, 0),none,1', above = behind.get(element.parentElement);
        shown.push([element.tagName, ['none', 'contents'].includes(style.display) && style.display,
            style.visibility, style.clip, style.clipPath, hasRoom,
            // Axe calls it scrolling where there is room for a few signs more.
            scrolls(style.overflowX) && element.scrollWidth > element.clientWidth + 13,
            scrolls(style.overflowY) && element.scrollHeight > element.clientHeight + 13].join());
        behind.set(element, isBare ? above : above + ' < ' + own);
        if (style.clip !== 'auto' || style.clipPath !== 'none' || clipped.has(element.parentElement))
            clipped.add(element);
        if (!hasRoom || style.visibility !== 'visible' || clipped.has(element)) continue;
        if (!isBare && ['absolute', 'fixed', 'sticky'].includes(style.position)) outside.push([element, box]);
        if (!element.matches(':disabled') && (element.tagName === 'A' || said(element).trim().length > 1))
            read.push([element, box, style]);
    }
    for (const [element, box, style] of read) {
        const size = parseFloat(style.fontSize), weight = Number(style.fontWeight), way = [
            behind.get(element), style.color, style.textShadow,
            // A link is to be told from the words around it.
            ...element.tagName === 'A' ? [style.display, style.textDecorationLine, style.borderBottom,
                getComputedStyle(element.parentElement).color,
                element.parentElement.textContent.trim().length > element.textContent.trim().length] : [],
            ...outside.filter(([other, its]) => !other.contains(element) && its.left < box.right
                && its.right > box.left && its.top < box.bottom && its.bottom > box.top
            ).map(([other]) => 'over ' + behind.get(other)),
            size >= large || (size >= largeAndBold && weight >= 700) ? isLarge : ''].join();
        if (!looking.has(way)) looking.set(way, []);
        if (looking.get(way).length < most) looking.get(way).push(element);
    }
    return [shown.join('|'), [...looking.keys()]];
}
