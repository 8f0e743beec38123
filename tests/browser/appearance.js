// Tells what is shown and how its words look: tests/browser/looking.py, appearance.
([large, largeAndBold, isLarge, isLink, isOver, most]) => {
    const all = [...document.body.querySelectorAll('*')], shown = [], behind = new Map(), painted = [],
        looking = window.looking = new Map();
    const scrolls = overflow => ['auto', 'scroll'].includes(overflow);
    const paint = one => [one.backgroundColor, one.backgroundImage, one.opacity];
    const drawn = one => one.content === 'none' ? [] : paint(one);
    // What axe has no opinion on is no example of how words look: a single sign, an empty field, one that is off.
    const isField = element => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
    const said = element => element.matches('[type=checkbox], [type=radio]') ? ''
        : element.tagName === 'SELECT' ? element.selectedOptions[0]?.text ?? ''
        : isField(element) ? element.value
        : [...element.childNodes].map(node => node.nodeType === Node.TEXT_NODE ? node.data : '').join('');
    // What may lie over others, or under them: out of the flow, shifted, or in a place of a grid.
    const isMoved = style => ['absolute', 'fixed', 'sticky'].includes(style.position) || style.transform !== 'none'
        || ['top', 'right', 'bottom', 'left'].some(edge => style.position === 'relative' && parseFloat(style[edge]))
        || ['Top', 'Right', 'Bottom', 'Left'].some(edge => style['margin' + edge][0] === '-')
        || style.gridRowStart !== 'auto' || style.gridColumnStart !== 'auto';
    const remember = (way, element) => {
        if (!looking.has(way)) looking.set(way, []);
        if (looking.get(way).length < most) looking.get(way).push(element);
    };
    const inline = /^(inline|contents)/;
    const blockOf = element => {
        let block = element.parentElement;
        while (block !== document.body && inline.test(getComputedStyle(block).display)) block = block.parentElement;
        return block;
    };
    // Told from the words around it by more than its colour (axe: elementIsDistinct).
    const isDistinct = (style, its) => style.backgroundImage !== 'none'
        || ['borderTop', 'borderBottom', 'outline'].some(
            edge => style[edge + 'Style'] !== 'none' && parseFloat(style[edge + 'Width']) > 0
                && style[edge + 'Color'] !== 'rgba(0, 0, 0, 0)')
        || ['textDecorationLine', 'textDecorationStyle', 'fontWeight', 'fontStyle', 'fontSize', 'fontFamily'].some(
            name => style[name] !== its[name]);
    // Among more words than are in links, as axe counts; where a line breaks or a block begins it counts anew.
    const amongWords = new Map();
    const isAmongWords = block => {
        if (!amongWords.has(block)) {
            let words = '', links = '', isBroken = false;
            const walk = node => node.childNodes.forEach(child => {
                if (child.nodeType === Node.TEXT_NODE) words += child.data;
                if (child.nodeType !== Node.ELEMENT_NODE) return;
                const {display} = getComputedStyle(child);
                if (display === 'none') return;
                if (!inline.test(display) || child.matches('br, hr')) isBroken = true;
                else if (child.matches('a, button, input, select, textarea')) links += child.textContent;
                else walk(child);
            });
            walk(block);
            const [plain, linked] = [words, links].map(text => text.replace(/\s+/g, ' ').trim().length);
            amongWords.set(block, plain > (isBroken ? 0 : linked));
        }
        return amongWords.get(block);
    };
    const read = [], clipped = new Set(), moved = new Set();
    behind.set(document.body, [document.documentElement, document.body].map(
        element => paint(getComputedStyle(element))).join());
    for (const element of all) {
        const style = getComputedStyle(element), box = element.getBoundingClientRect(),
            hasRoom = box.width > 0 && box.height > 0,
            own = [style.backgroundColor, style.backgroundImage, style.opacity,
                   ...['::before', '::after'].flatMap(name => drawn(getComputedStyle(element, name)))].join(),
            isBare = own === 'rgba(0, 0, 0, 0),none,1', above = behind.get(element.parentElement);
        const told = [element.tagName, ['none', 'contents'].includes(style.display) && style.display,
            style.visibility, style.clip, style.clipPath, hasRoom,
            // Axe calls it scrolling where there is room for a few signs more.
            scrolls(style.overflowX) && element.scrollWidth > element.clientWidth + 13,
            scrolls(style.overflowY) && element.scrollHeight > element.clientHeight + 13];
        behind.set(element, isBare ? above : above + ' < ' + own);
        if (style.clip !== 'auto' || style.clipPath !== 'none' || clipped.has(element.parentElement))
            clipped.add(element);
        const isSeen = hasRoom && style.visibility === 'visible' && !clipped.has(element);
        if (isSeen && element.tagName === 'A' && style.display === 'inline') {
            const block = blockOf(element), its = getComputedStyle(block), plain = !isDistinct(style, its);
            told.push(plain);
            if (plain && isAmongWords(block)) remember(
                [isLink, style.color, behind.get(element), its.color, behind.get(block)].join(), element);
        }
        shown.push(told.join());
        if (isMoved(style) || moved.has(element.parentElement)) moved.add(element);
        if (!isSeen) continue;
        if (!isBare) painted.push([element, box, isMoved(style)]);
        if (!element.matches(':disabled') && said(element).trim().length > 1) read.push([element, box, style]);
    }
    for (const [element, box, style] of read) {
        const size = parseFloat(style.fontSize), weight = Number(style.fontWeight);
        remember([
            behind.get(element), style.color, style.textShadow,
            ...painted.filter(([other, its, isOut]) => (moved.has(other) || moved.has(element))
                && its.left < box.right - 1 && its.right > box.left + 1
                && its.top < box.bottom - 1 && its.bottom > box.top + 1
                && !other.contains(element) && (isOut || !element.contains(other))
            ).map(([other]) => isOver + behind.get(other)),
            size >= large || (size >= largeAndBold && weight >= 700) ? isLarge : ''].join(), element);
    }
    return [shown.join('|'), [...looking.keys()]];
}
