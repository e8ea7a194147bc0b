import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { expect } from 'chai';
import { StandstillWatch } from './standstill-watch';

test('tells how long a service took to say that it is alive', async () => {
  let asked = 0;
  let onSecond = (): void => {};
  const second = new Promise<void>((resolve) => (onSecond = resolve));
  const server = createServer((_, response) => {
    asked += 1;
    if (asked === 2) onSecond();
    setTimeout(() => response.end('{}'), asked === 1 ? 120 : 0);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const watch = new StandstillWatch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await second;
  expect(await watch.end()).to.be.at.least(119);
  const before = asked;
  server.close();
  await once(server, 'close');
  expect(asked, 'nothing is asked after the end').to.equal(before);
});
