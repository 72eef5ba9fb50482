import { createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = ['#eef1ff', '#dfe4ff', '#bcc6ff', '#95a4ff', '#7384fb', '#5a6cf0', '#4a5be0', '#3c4bc4', '#2f3c9f', '#232d78']
const dark: MantineColorsTuple = ['#e6e7ea', '#b9bcc4', '#9498a3', '#6b707c', '#3a3d46', '#2b2e36', '#1c1e24', '#15171c', '#0f1115', '#0a0b0e']
const gray: MantineColorsTuple = ['#fafafb', '#f4f4f6', '#e9e9ed', '#dcdce2', '#c3c4cc', '#9a9ca7', '#6b6e7a', '#50535f', '#363842', '#1e1f26']

const FONT = "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', sans-serif"

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, dark, gray },
  autoContrast: true,
  defaultRadius: 6,
  fontFamily: FONT,
  headings: { fontFamily: FONT },
  cursorType: 'pointer',
})
