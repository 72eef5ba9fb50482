import type { EChartsCoreOption } from 'echarts/core'
import type { Colors } from '../../charts/colors.ts'
import type { PayerKind } from '../../api/shapes.ts'
import type { Column, FlowNode, Picture } from './flows-model.ts'

const NODE_WIDTH = 10
/** As high as a label: of thin nodes in a row only the gaps hold the names apart. */
const GAP = 17
const ROW = 30
const LEAST_HEIGHT = 300
const LETTER_WIDTH = 7
/** Besides its name a label needs room for its figure, and for the name of the kind that stands on the other side of the gap. */
const BESIDE_NAME: Readonly<Record<Column, number>> = { group: 80, intermediary: 80, kind: 40, payer: 155 }
const SHORTEST = 8
const LONGEST = 28

/** As high as its fullest column needs, so that names do not lie over each other. */
export function sankeyHeight({ nodes }: Picture): number {
  const perColumn = new Map<Column, number>()
  for (const { column } of nodes) perColumn.set(column, (perColumn.get(column) ?? 0) + 1)
  return Math.max(LEAST_HEIGHT, Math.max(0, ...perColumn.values()) * ROW + 40)
}

function colorOf(kind: PayerKind | null, colors: Colors): string {
  return kind === null ? colors.dimmed : colors[`kind-${kind}`]
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}\u2026`
}

/** The flow from users to payers. The widths are those of the measure; the order is that of the table. */
export function sankeyOption({ nodes, links, columns }: Picture, figure: (node: FlowNode) => string, width: number, colors: Colors): EChartsCoreOption {
  const last = columns.at(-1)
  const gap = width / Math.max(1, columns.length - 1)
  const longest = (column: Column) => Math.max(SHORTEST, Math.min(LONGEST, Math.floor((gap - BESIDE_NAME[column]) / LETTER_WIDTH)))
  const item = (node: FlowNode) => ({
    name: node.id,
    value: node.width,
    depth: columns.indexOf(node.column),
    node,
    itemStyle: { color: node.folded ? colors['hatch-b'] : colorOf(node.column === 'group' ? null : node.kind, colors), borderWidth: 0, borderRadius: 3 },
    label: {
      position: node.column === last ? 'left' : 'right',
      formatter: `{name|${shortened(node.name, node.folded ? LONGEST : longest(node.column)).replaceAll(/[{}|]/g, ' ')}}{figure|${figure(node)}}`,
    },
  })
  return {
    series: [{
      type: 'sankey',
      left: 2, right: 2, top: 8, bottom: 8,
      nodeWidth: NODE_WIDTH, nodeGap: GAP, nodeAlign: 'left', layoutIterations: 0, draggable: false,
      data: nodes.map(item),
      links: links.map((link) => ({ source: link.source, target: link.target, value: link.value, link, lineStyle: { color: colorOf(link.kind, colors) } })),
      lineStyle: { opacity: 0.26, curveness: 0.5 },
      label: { color: colors.text, fontSize: 12, distance: 7, textBorderColor: colors.surface, textBorderWidth: 3, rich: { name: { fontSize: 12, fontWeight: 550, color: colors.text, textBorderColor: colors.surface, textBorderWidth: 3 }, figure: { fontSize: 12, padding: [0, 0, 0, 6], color: colors.dimmed, textBorderColor: colors.surface, textBorderWidth: 3 } } },
      emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.55 } },
      blur: { lineStyle: { opacity: 0.08 }, itemStyle: { opacity: 0.35 }, label: { opacity: 0.35 } },
      cursor: 'pointer',
    }],
  }
}
