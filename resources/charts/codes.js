// Codes in small rectangles: one that is cut would read as another code, so it is not written at all.

const CODE = /^\d+(?=\s|$)/;

/** Takes away names whose code does not fit, once they are drawn. */
export function dropCutCodes(chart) {
  let isChanged = false;
  for (const drawn of chart.getZr().storage.getDisplayList()) {
    const whole = drawn.parent?.style?.text;
    const code = typeof whole === "string" && drawn.style?.text !== undefined ? CODE.exec(whole)?.[0] : undefined;
    if (!code || drawn.style.text.startsWith(code)) continue;
    drawn.parent.ignore = true;
    isChanged = true;
  }
  if (isChanged) chart.getZr().refresh();
}
