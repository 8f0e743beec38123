// Tells what is shown and how its words look: tests/browser/looking.py, appearance.
([large, largeAndBold, isLarge, most]) => {
    const all = [...document.body.querySelectorAll('*')], shown = [], behind = new Map(), outside = [],
        numbers = window.numbered ??= new Map(), looking = window.looking = new Map();
    const number = way => numbers.get(way) ?? numbers.set(way, numbers.size).get(way);
    const scrolls = overflow => ['auto', 'scroll'].includes(overflow);
    const drawn = one => one.content === 'none' ? []
        : [one.backgroundColor, one.backgroundImage, one.opacity];
    const read = [];
    for (const element of all) {
        const style = getComputedStyle(element), box = element.getBoundingClientRect(),
            hasRoom = box.width > 0 && box.height > 0,
            own = [style.backgroundColor, style.backgroundImage, style.opacity,
                   ...['::before', '::after'].flatMap(name => drawn(getComputedStyle(element, name)))].join(),
            isBare = own === 'rgba(0, 0, 0, 0),none,1', above = behind.get(element.parentElement) ?? 0;
        shown.push([element.tagName, ['none', 'contents'].includes(style.display) && style.display,
            style.visibility, style.clip, style.clipPath, hasRoom,
            scrolls(style.overflowX) && element.scrollWidth > element.clientWidth,
            scrolls(style.overflowY) && element.scrollHeight > element.clientHeight].join());
        behind.set(element, isBare ? above : number([above, own].join()));
        if (!hasRoom || style.visibility !== 'visible') continue;
        if (!isBare && ['absolute', 'fixed', 'sticky'].includes(style.position)) outside.push([element, box]);
        if ('value' in element || element.tagName === 'A' || [...element.childNodes].some(
                node => node.nodeType === Node.TEXT_NODE && node.data.trim())) read.push([element, box, style]);
    }
    for (const [element, box, style] of read) {
        const size = parseFloat(style.fontSize), weight = Number(style.fontWeight), way = [
            behind.get(element), style.color, style.textShadow,
            // A link is to be told from the words around it.
            ...element.tagName === 'A' ? [style.textDecorationLine, style.borderBottom,
                getComputedStyle(element.parentElement).color] : [],
            ...outside.filter(([other, its]) => !other.contains(element) && its.left < box.right
                && its.right > box.left && its.top < box.bottom && its.bottom > box.top
            ).map(([other]) => 'over ' + behind.get(other)),
            size >= large || (size >= largeAndBold && weight >= 700) ? isLarge : ''].join();
        if (!looking.has(way)) looking.set(way, []);
        if (looking.get(way).length < most) looking.get(way).push(element);
    }
    return [shown.join('|'), [...looking.keys()]];
}
