// The order matters: variables, the library's parts that are used, then our own.
import '@fontsource-variable/inter/index.css'
import 'virtual:theme-variables.css'
import '@mantine/core/styles/Popover.css'
import './global.css'
