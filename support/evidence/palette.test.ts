import { test } from 'node:test';
import { expect } from 'chai';
import { palette } from './palette';

/** Linear light of red, green, blue, each from 0 to 1. */
const light = (fill: string): [number, number, number] => {
  const channel = (at: number): number => {
    const value = Number.parseInt(fill.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const luminance = (colour: string): number => {
  const full = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour;
  const [red, green, blue] = light(full);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** L* of CIELAB, from 0 to 100: equal steps look equal. */
const lightness = (colour: string): number => 116 * Math.cbrt(luminance(colour)) - 16;

test('colours can be told apart in grey, and so by anybody', () => {
  const tints = Object.entries(palette).map(([name, { fill }]) => ({ name, at: lightness(fill) }));
  const byLightness = tints.toSorted((one, other) => one.at - other.at);
  for (const [index, { name, at }] of byLightness.slice(1).entries()) {
    const darker = byLightness[index] as (typeof tints)[number];
    // A difference of 2 is just seen side by side; four times that also where others lie between.
    expect(at - darker.at, `${darker.name} and ${name}`).to.be.above(8);
  }
});

test('words on a colour can be read', () => {
  for (const [name, { fill, ink }] of Object.entries(palette)) {
    const [one, other] = [luminance(fill), luminance(ink)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    // WCAG 2.2, success criterion 1.4.3.
    expect(contrast, name).to.be.at.least(4.5);
  }
});
