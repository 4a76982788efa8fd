import { portVariable } from '../config/parse.ts'
import { RolePorts } from '../http/role-ports.ts'
import { memoryCheck } from '../observability/checks.ts'
import { type Core, residentMb } from './core.ts'

/**
 * A port for each role of this process, with its health and metrics. They answer from the first
 * moment to the last, so that whoever waits for the bot sees what is still missing. Throws a
 * `PortError`.
 */
export function openPorts({ config, log, metrics, events, clock }: Core): RolePorts {
  const { limits, roles, ports, bind } = config
  const open = new RolePorts({
    roles,
    ports,
    bind,
    variable: portVariable,
    facts: () => ({
      limits: { threads: config.engine.threads, ...limits },
      memoryMb: residentMb(),
    }),
    metrics,
    events,
    clock,
    log,
  })
  open.watch(memoryCheck(limits.memoryMb, residentMb), ...roles)
  return open
}
