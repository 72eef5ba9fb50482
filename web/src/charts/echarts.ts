import { BarChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

// Only what the pages draw; all of it comes in one file that is loaded when the first picture is shown.
use([BarChart, LineChart, SankeyChart, ScatterChart, GridComponent, MarkLineComponent, SVGRenderer])

export { init }
