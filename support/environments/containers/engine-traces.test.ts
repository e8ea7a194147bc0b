import { test } from 'node:test';
import { expect } from 'chai';
import { engineTrace } from './engine-traces';

const nothing = (): boolean => false;

test('an engine leaves a trace where it is named, or where it listens', () => {
  expect(engineTrace({}, nothing)).to.equal(undefined);
  expect(engineTrace({ DOCKER_HOST: 'tcp://far:2375' }, nothing)).to.equal('DOCKER_HOST=tcp://far:2375');
  expect(engineTrace({}, (path) => path === '/var/run/docker.sock')).to.equal('/var/run/docker.sock');
  const own = '/run/user/7/docker.sock';
  expect(engineTrace({ XDG_RUNTIME_DIR: '/run/user/7' }, (path) => path === own)).to.equal(own);
  expect(engineTrace({ HOME: '/h' }, (path) => path === '/h/.docker/run/docker.sock')).to.contain('/h/');
});
