/**
 * What a promise rejects with; throws if it does not. For `expect(await failureOf(promise))`: Bun's own
 * `rejects` turns the event loop from inside, where messages of worker threads do not arrive.
 */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it was expected to fail, and did not')
}
