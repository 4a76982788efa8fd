import { expect, test } from 'bun:test'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import { parsePorts, parseRange } from '../../src/base/address-rules.ts'
import { addressPolicy, isGlobalUnicast } from '../../src/net/address-policy.ts'
import { networksOfInterfaces } from '../../src/net/own-networks.ts'

test.each([
  ['0.0.0.0', 'this host'],
  ['0.255.255.255', 'this network'],
  ['10.0.0.1', 'private'],
  ['10.255.255.255', 'private'],
  ['100.64.0.0', 'carrier-grade NAT'],
  ['100.127.255.255', 'carrier-grade NAT'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.169.254', 'link-local, where clouds keep their metadata'],
  ['100.100.100.200', 'metadata of Alibaba'],
  ['192.0.0.192', 'metadata of Oracle'],
  ['168.63.129.16', 'WireServer of Azure'],
  ['161.26.0.10', 'services of IBM Cloud'],
  ['166.9.14.3', 'services of IBM Cloud'],
  ['fd00:ec2::254', 'metadata of AWS'],
  ['fd20:ce::254', 'metadata of Google'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.0.0.8', 'protocol assignments'],
  ['192.0.2.1', 'documentation'],
  ['192.31.196.1', 'AS112'],
  ['192.52.193.1', 'AMT'],
  ['192.88.99.1', '6to4 relay'],
  ['192.168.0.1', 'private'],
  ['192.175.48.1', 'AS112'],
  ['198.18.0.1', 'benchmarking'],
  ['198.19.255.255', 'benchmarking'],
  ['198.51.100.1', 'documentation'],
  ['203.0.113.1', 'documentation'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::8.8.8.8', 'IPv4-compatible'],
  ['::ffff:127.0.0.1', 'IPv4-mapped'],
  ['::ffff:8.8.8.8', 'IPv4-mapped, of a public address too'],
  ['::ffff:0:127.0.0.1', 'IPv4-translated'],
  ['64:ff9b::127.0.0.1', 'NAT64'],
  ['64:ff9b::8.8.8.8', 'NAT64, of a public address too'],
  ['64:ff9b:1::1', 'local NAT64'],
  ['100::1', 'discard'],
  ['2001::1', 'Teredo'],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'Teredo'],
  ['2001:2::1', 'benchmarking'],
  ['2001:10::1', 'ORCHID'],
  ['2001:20::1', 'ORCHIDv2'],
  ['2001:db8::1', 'documentation'],
  ['2002:7f00:1::', '6to4 of loopback'],
  ['2002:808:808::1', '6to4, of a public address too'],
  ['2620:4f:8000::1', 'AS112'],
  ['2a00:1450::5efe:7f00:1', 'ISATAP of loopback'],
  ['2a00:1450::200:5efe:808:808', 'ISATAP'],
  ['3fff::1', 'documentation'],
  ['4000::1', 'unallocated'],
  ['5f00::1', 'segment routing'],
  ['fc00::1', 'unique local'],
  ['fdff::1', 'unique local'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local with a zone'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
  ['not an address', 'no address'],
  ['', 'no address'],
])('%s is not dialled: %s', async (address) => {
  expect(isGlobalUnicast(address)).toBe(false)
  const policy = addressPolicy({}, { resolve: () => Promise.resolve([address]) })
  await expect(policy.admit('music.example', 443)).rejects.toMatchObject({
    code: 'address-refused',
    detail: 'music.example:443',
  })
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.0.1.1',
  '198.17.255.255',
  '223.255.255.255',
  '2001:4860:4860::8888',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80e::200e',
])('%s is global and dialled', async (address) => {
  const policy = addressPolicy({})
  expect(await policy.admit(address, 443)).toMatchObject([{ address }])
})

test('of a name with several addresses only the global ones are dialled', async () => {
  const policy = addressPolicy(
    {},
    { resolve: async () => ['10.0.0.1', '8.8.8.8', '::1', '2606:4700::1'] },
  )
  expect(await policy.admit('both.example', 80)).toEqual([
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700::1', family: 6 },
  ])
})

test.each([
  0, 1, 22, 25, 53, 81, 139, 445, 587, 1023, 2375, 3306, 5432, 6379, 6667, 10250, 11211, 27017,
  65535, 65536,
])('no music comes from port %d, and it is not dialled', async (port) => {
  await expect(addressPolicy({}).admit('8.8.8.8', port)).rejects.toMatchObject({
    code: 'port-refused',
    detail: `8.8.8.8:${port}`,
  })
  // Of an address that isn't public, nothing is said of its ports.
  await expect(addressPolicy({}).admit('10.0.0.1', port)).rejects.toMatchObject({
    code: 'address-refused',
  })
})

test('the ports are a setting', async () => {
  const policy = addressPolicy({ ports: parsePorts('22,8000-8001') })
  for (const port of [22, 8000, 8001]) expect(await policy.admit('8.8.8.8', port)).toHaveLength(1)
  for (const port of [80, 7999, 8002]) {
    await expect(policy.admit('8.8.8.8', port)).rejects.toMatchObject({ code: 'port-refused' })
  }
})

test.each(['x', '0', '65536', '9-8', '80-', '-80', '80;443', '1-2-3'])(
  '%j is no list of ports, and the error names it',
  (text) => {
    expect(() => parsePorts(`80,${text}`)).toThrow(JSON.stringify(text))
  },
)

test('networks that this host stands in are not dialled, public ones either, nor its own addresses', async () => {
  const networks = ['192.168.1.5/24', '203.0.114.9/32', '2a01:4f8:1:2::5/64']
  const policy = addressPolicy(
    { allowed: ['[2a01:4f8:1:2::7]:8000'] },
    { ownNetworks: () => networks.map(parseRange) },
  )
  for (const inside of ['203.0.114.9', '2a01:4f8:1:2::5', '2a01:4f8:1:2:aaaa::1']) {
    await expect(policy.admit(inside, 443)).rejects.toMatchObject({ code: 'address-refused' })
  }
  for (const outside of ['203.0.114.10', '2a01:4f8:1:3::5']) {
    expect(await policy.admit(outside, 443)).toHaveLength(1)
  }
  expect(await policy.admit('2a01:4f8:1:2::7', 8000)).toHaveLength(1)
})

test('the networks of this very host are read from its interfaces', () => {
  const spelled = networksOfInterfaces().map(([address, bits]) => `${address}/${bits}`)
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  expect(own.length).toBeGreaterThan(0)
  for (const { address } of own) {
    expect(spelled.some((text) => text.startsWith(`${ipaddr.parse(address)}/`))).toBe(true)
  }
  expect(spelled).toContain('127.0.0.1/8')
})

test('what the host refuses is not dialled, though a range allows it; a host and port do', async () => {
  const policy = addressPolicy({
    allowed: ['10.0.0.0/8', '8.8.4.4:8000'],
    refused: ['8.8.4.4', '9.9.0.0/16', '10.0.0.5', '2a01::/32'],
  })
  for (const address of ['8.8.4.4', '9.9.9.9', '10.0.0.5', '2a01::1']) {
    await expect(policy.admit(address, 443)).rejects.toMatchObject({ code: 'address-refused' })
  }
  expect(await policy.admit('8.8.4.4', 8000)).toHaveLength(1)
  expect(await policy.admit('10.0.0.6', 443)).toHaveLength(1)
})

test.each(['x', '1', '10.0.0.0/33', '1.2.3', 'a.example'])(
  '%j is nothing that can be refused, and the error names it',
  (entry) => {
    expect(() => addressPolicy({ refused: [entry] })).toThrow(JSON.stringify(entry))
  },
)

test.each([80, 443, 7000, 8000, 8443, 9999, 18_000, 32_400])(
  'port %d may serve music',
  async (port) => {
    expect(await addressPolicy({}).admit('8.8.8.8', port)).toHaveLength(1)
  },
)

test('a name that doesn’t resolve is lost, not refused', async () => {
  const policy = addressPolicy({}, { resolve: () => Promise.reject(new Error('ENOTFOUND')) })
  await expect(policy.admit('nowhere.example', 80)).rejects.toMatchObject({ code: 'source-lost' })
})

test('odd spellings of an address are read as the address', async () => {
  const policy = addressPolicy({ allowed: ['127.0.0.1:80'] })
  for (const spelling of [
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
  ]) {
    expect(await policy.admit(spelling, 80)).toEqual([{ address: '127.0.0.1', family: 4 }])
    await expect(policy.admit(spelling, 81)).rejects.toMatchObject({ code: 'address-refused' })
  }
})

test('what belongs to a server that the host named may come from it alone, wherever it lies', async () => {
  const policy = addressPolicy(
    { refused: ['192.168.9.0/24'] },
    { resolve: async (name) => (name === 'nas.home' ? ['192.168.9.9'] : ['8.8.8.8']) },
  )
  const named = policy.naming('nas.home:4533')
  expect(await named.admit('NAS.home', 4533)).toMatchObject([{ address: '192.168.9.9' }])
  expect(await named.admit('elsewhere.example', 443)).toHaveLength(1)
  for (const [host, port] of [
    ['nas.home', 80],
    ['192.168.9.9', 4533],
    ['127.0.0.1', 4533],
  ] as const)
    await expect(named.admit(host, port)).rejects.toMatchObject({ code: 'address-refused' })
  await expect(policy.admit('nas.home', 4533)).rejects.toMatchObject({ code: 'address-refused' })
})

test('the allow-list admits a host at its port, or a range at every port', async () => {
  const policy = addressPolicy(
    { allowed: ['nas.home:8096', '[fd00::5]:80', '192.168.7.0/24', 'fd12::/16'] },
    { resolve: async () => ['192.168.9.9'] },
  )
  const admitted = (host: string, port: number) =>
    policy.admit(host, port).then(
      () => true,
      () => false,
    )
  expect(await admitted('nas.home', 8096)).toBe(true)
  expect(await admitted('NAS.home.', 8096)).toBe(true)
  expect(await admitted('nas.home', 8097)).toBe(false)
  expect(await admitted('192.168.9.9', 8096)).toBe(false)
  expect(await admitted('other.home', 8096)).toBe(false)
  expect(await admitted('fd00::5', 80)).toBe(true)
  expect(await admitted('fd00:0:0::5', 80)).toBe(true)
  expect(await admitted('fd00::6', 80)).toBe(false)
  expect(await admitted('192.168.7.3', 22)).toBe(true)
  expect(await admitted('192.168.8.3', 80)).toBe(false)
  expect(await admitted('fd12:1::1', 443)).toBe(true)
  expect(await admitted('::ffff:192.168.7.3', 80)).toBe(false)
})

test.each([
  '',
  'nas',
  'nas:',
  'nas:0',
  'nas:65536',
  '10.0.0.0/33',
  'a/8',
  'a b:80',
  '[nas]:80',
  'http://nas:80',
])('%j is no entry of an allow-list, and the error names it', (entry) => {
  expect(() => addressPolicy({ allowed: [entry] })).toThrow(JSON.stringify(entry))
})
