/** 1, 2 or 5 of some power of ten, the least that reaches so high in so many steps. @param highest above 0. */
export function roundStep(highest: number, mostSteps: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / mostSteps));
  return power * ([1, 2, 5].find((each) => highest / (each * power) <= mostSteps) ?? 10);
}
