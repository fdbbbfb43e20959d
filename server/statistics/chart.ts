import * as echarts from 'echarts/core'
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([BarChart, GridComponent, LegendComponent, SVGRenderer])

export interface BarChartData {
  /** One group of bars each, from top to bottom. */
  categories: string[]
  series: { name: string; values: number[] }[]
}

/** A wide picture for desks and print, a tall narrow one for telephones: letters keep their size. */
export const chartShapes = {
  wide: { width: 960, height: 460, labelWidth: 260, fontSize: 14 },
  narrow: { width: 360, height: 620, labelWidth: 110, fontSize: 13 },
} as const

/** Dark, middle, light: they stay apart in black and white, and a number stands at every bar. */
const colours = ['#0e3b33', '#5f9c86', '#d9b65c']
const ink = '#1c2723'

/** Horizontal bars as an SVG document; the page shows the same numbers in a table beside it. */
export function barChart(data: BarChartData, shape: keyof typeof chartShapes): string {
  const { width, height, labelWidth, fontSize } = chartShapes[shape]
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  const text = { fontSize, color: ink, fontFamily: 'sans-serif' }
  chart.setOption({
    animation: false,
    color: colours,
    legend: { top: 0, left: 0, itemGap: 18, textStyle: text, selectedMode: false },
    grid: { top: shape === 'wide' ? 40 : 84, left: labelWidth + 10, right: 36, bottom: 26 },
    xAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: text,
      splitLine: { lineStyle: { color: '#d5d9d0' } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: data.categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink } },
      axisLabel: { ...text, width: labelWidth, overflow: 'break' },
    },
    series: data.series.map(({ name, values }) => ({
      name,
      type: 'bar',
      data: values,
      barGap: '12%',
      itemStyle: { borderColor: ink, borderWidth: 0.5 },
      label: { show: true, position: 'right', ...text },
    })),
  })
  const svg = chart.renderToSVGString()
  // Without it the process is kept alive by the chart's timers.
  chart.dispose()
  return svg
}
