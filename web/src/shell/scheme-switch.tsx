import { useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { texts } from '../texts.ts'
import classes from './scheme-switch.module.css'

const SCHEMES = [
  { scheme: 'light', name: texts.scheme.light, Icon: IconSun },
  { scheme: 'dark', name: texts.scheme.dark, Icon: IconMoon },
  { scheme: 'auto', name: texts.scheme.auto, Icon: IconDeviceDesktop },
] as const

export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  return (
    <fieldset className={classes.schemes}>
      <legend className="visually-hidden">{texts.scheme.label}</legend>
      {SCHEMES.map(({ scheme, name, Icon }) => (
        <button key={scheme} type="button" title={name} aria-label={name} aria-pressed={colorScheme === scheme} onClick={() => setColorScheme(scheme)}>
          <Icon size={15} stroke={1.8} aria-hidden />
        </button>
      ))}
    </fieldset>
  )
}
