import { systemClock } from '../../src/base/clock.ts'
import { MemoryBus } from '../../src/bus/memory-bus.ts'
import { RedisBus } from '../../src/bus/redis-bus.ts'
import { RedisLink } from '../../src/redis/redis-link.ts'
import { keepsTheBusContract } from '../contract/bus.ts'
import { RedisServer } from '../support/redis-server.ts'

keepsTheBusContract('memory', async () => {
  const bus = new MemoryBus(systemClock)
  return { here: bus, there: bus, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() }
})

keepsTheBusContract('Redis, between two connections', async () => {
  const stack = new AsyncDisposableStack()
  const server = stack.use(await RedisServer.start())
  const open = async () => {
    const link = stack.use(await RedisLink.open(server.url))
    return stack.use(await RedisBus.open(link, systemClock))
  }
  const [here, there] = [await open(), await open()]
  return { here, there, [Symbol.asyncDispose]: () => stack.disposeAsync() }
})
