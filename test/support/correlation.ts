/**
 * How alike `pattern` and each stretch of `signal` are: at a shift of s samples, the sum over i of
 * pattern[i] · signal[i + s], for each s at which the pattern lies within the signal. By the Fourier
 * transform, in which a correlation is a product: summing up takes a hundred times as long.
 */
export function correlate(pattern: Float32Array, signal: Float32Array): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, signal.length)))
  // The spectra of two real signals lie in that of the one complex signal that they make together.
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  real.set(signal)
  imaginary.set(pattern)
  transform(real, imaginary)
  const productReal = new Float64Array(size)
  const productImaginary = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    const mirror = (size - k) % size
    const [a, b] = [real[k] ?? 0, imaginary[k] ?? 0]
    const [c, d] = [real[mirror] ?? 0, imaginary[mirror] ?? 0]
    const [ofSignal, ofSignalI] = [(a + c) / 2, (b - d) / 2]
    const [ofPattern, ofPatternI] = [(b + d) / 2, (c - a) / 2]
    // Signal times the pattern's conjugate; conjugated once more, since the way back is the way there so.
    productReal[k] = ofSignal * ofPattern + ofSignalI * ofPatternI
    productImaginary[k] = ofSignal * ofPatternI - ofSignalI * ofPattern
  }
  transform(productReal, productImaginary)
  const shifts = signal.length - pattern.length + 1
  return productReal.subarray(0, shifts).map((value) => value / size)
}

/** The discrete Fourier transform in place, of a power of two values (Cooley and Tukey, 1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  swapByReversedBits(real, imaginary)
  for (let half = 1; half < size; half *= 2) {
    for (let j = 0; j < half; j++) {
      const cos = Math.cos((Math.PI * j) / half)
      const sin = -Math.sin((Math.PI * j) / half)
      for (let at = j; at < size; at += 2 * half) {
        const x = real[at + half] ?? 0
        const y = imaginary[at + half] ?? 0
        const turnedX = x * cos - y * sin
        const turnedY = x * sin + y * cos
        const evenX = real[at] ?? 0
        const evenY = imaginary[at] ?? 0
        real[at + half] = evenX - turnedX
        imaginary[at + half] = evenY - turnedY
        real[at] = evenX + turnedX
        imaginary[at] = evenY + turnedY
      }
    }
  }
}

function swapByReversedBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let i = 0, reversed = 0; i < size; i++) {
    if (i < reversed) {
      const [x, y] = [real[i] ?? 0, imaginary[i] ?? 0]
      real[i] = real[reversed] ?? 0
      imaginary[i] = imaginary[reversed] ?? 0
      real[reversed] = x
      imaginary[reversed] = y
    }
    let bit = size >> 1
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit
    reversed |= bit
  }
}
