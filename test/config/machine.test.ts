import { expect, test } from 'bun:test'
import { thisMachine, withinControlGroup } from '../../src/config/machine.ts'

const whole = { cores: 8, memoryMb: 16_000 }
const within = (files: Readonly<Record<string, string>>) =>
  withinControlGroup(whole, (path) => files[path] ?? null)

// The files' forms are those of the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/.
test('without control groups it is the machine itself', () => {
  expect(within({})).toEqual(whole)
})

test('version 2: a container sees its own group at the root', () => {
  const files = {
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': '536870912\n',
    '/sys/fs/cgroup/cpu.max': '150000 100000\n',
  }
  expect(within(files)).toEqual({ cores: 1.5, memoryMb: 512 })
})

test('version 2: a group above may be the tighter one, and max is no limit', () => {
  const files = {
    '/proc/self/cgroup': '0::/system.slice/segue.service\n',
    '/sys/fs/cgroup/system.slice/segue.service/memory.max': 'max\n',
    '/sys/fs/cgroup/system.slice/segue.service/cpu.max': 'max 100000\n',
    '/sys/fs/cgroup/system.slice/memory.max': '1073741824\n',
    '/sys/fs/cgroup/system.slice/cpu.max': '400000 100000\n',
  }
  expect(within(files)).toEqual({ cores: 4, memoryMb: 1024 })
})

test('version 1: each controller has a tree of its own', () => {
  const files = {
    '/proc/self/cgroup': '12:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n1:name=systemd:/\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '268435456\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
  }
  expect(within(files)).toEqual({ cores: 0.5, memoryMb: 256 })
})

test('version 1: no limit is -1 of processors, and more memory than any machine has', () => {
  const files = {
    '/proc/self/cgroup': '12:memory:/\n4:cpu,cpuacct:/\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
  }
  expect(within(files)).toEqual(whole)
})

test('files that say nothing sensible limit nothing', () => {
  const files = {
    '/proc/self/cgroup': 'nonsense\n0::/\n',
    '/sys/fs/cgroup/memory.max': 'lots\n',
    '/sys/fs/cgroup/cpu.max': '\n',
  }
  expect(within(files)).toEqual(whole)
})

test('this machine has processors and memory', () => {
  const { cores, memoryMb } = thisMachine()
  expect(cores).toBeGreaterThan(0)
  expect(memoryMb).toBeGreaterThan(64)
})
