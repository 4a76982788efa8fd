import { portVariable } from '../config/parse.ts'
import { RoleDoors } from '../http/role-ports.ts'
import { memoryCheck } from '../observability/checks.ts'
import { type Core, residentMb } from './core.ts'

/**
 * A port for each role of this process, with its health and metrics. They answer from the first
 * moment to the last, so that whoever waits for the bot sees what is still missing. Throws a
 * `PortError`.
 */
export function openDoors({ config, log, metrics, events, clock }: Core): RoleDoors {
  const { limits, roles, ports, bind } = config
  const doors = new RoleDoors({
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
  doors.watch(memoryCheck(limits.memoryMb, residentMb), ...roles)
  return doors
}
