import { type UserId, userId } from '../base/ids.ts'
import type { Bus } from '../bus/bus.ts'
import { Check } from '../domain/schema/check.ts'
import { userIdSchema } from '../domain/schema/schema.ts'

const TOPIC = 'forgotten-members'
const MEMBER = new Check(userIdSchema)

/** Has every process forget a member whose data are being deleted. */
export const forgetEverywhere = async (bus: Pick<Bus, 'publish'>, id: UserId): Promise<void> =>
  bus.publish(TOPIC, id)

/** Hears whom to forget, until the result is disposed. */
export const hearForgotten = (
  bus: Pick<Bus, 'subscribe'>,
  forget: (id: UserId) => void,
): Promise<AsyncDisposable> =>
  bus.subscribe(TOPIC, (payload) => {
    if (MEMBER.accepts(payload)) forget(userId(payload))
  })
