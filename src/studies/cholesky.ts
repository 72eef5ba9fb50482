/** Cholesky's factor in the lower half; answers the logarithm of the determinant. */
export function factored(matrix: Float64Array, size: number): number {
  let logarithm = 0
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] as number
      for (let at = 0; at < column; at += 1) sum -= (matrix[row * size + at] as number) * (matrix[column * size + at] as number)
      if (row === column) {
        matrix[row * size + row] = Math.sqrt(Math.max(sum, 1e-300))
        logarithm += Math.log(Math.max(sum, 1e-300))
      } else matrix[row * size + column] = sum / (matrix[column * size + column] as number)
    }
  }
  return logarithm
}

/** Solves factor · factor' · x = right. */
export function solvedBy(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = Float64Array.from(right)
  for (let row = 0; row < size; row += 1) {
    let sum = x[row] as number
    for (let at = 0; at < row; at += 1) sum -= (factor[row * size + at] as number) * (x[at] as number)
    x[row] = sum / (factor[row * size + row] as number)
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = x[row] as number
    for (let at = row + 1; at < size; at += 1) sum -= (factor[at * size + row] as number) * (x[at] as number)
    x[row] = sum / (factor[row * size + row] as number)
  }
  return x
}
