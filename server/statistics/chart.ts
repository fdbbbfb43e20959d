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
  wide: { width: 960, height: 460, labelWidth: 290, fontSize: 14, legendGap: 48 },
  narrow: { width: 360, height: 620, labelWidth: 130, fontSize: 13, legendGap: 12 },
} as const

/** Dark, middle, light: they stay apart in black and white, and a number stands at every bar. */
const colours = ['#0e3b33', '#5f9c86', '#d9b65c']
const ink = '#1c2723'

/** The letters of the page around it: a picture file has none of its own. */
const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"

/** Horizontal bars as an SVG document; the page shows the same numbers in a table beside it. */
export function barChart(data: BarChartData, shape: keyof typeof chartShapes): string {
  const { width, height, labelWidth, fontSize, legendGap } = chartShapes[shape]
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  const text = { fontSize, color: ink, fontFamily }
  chart.setOption({
    animation: false,
    color: colours,
    legend: { top: 0, left: 0, itemGap: legendGap, textStyle: text, selectedMode: false },
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
      // Letters may be a fifth wider than the library takes them to be: it does not know the reader's fonts.
      axisLabel: { ...text, width: labelWidth * 0.8, overflow: 'break' },
    },
    series: data.series.map(({ name, values }) => ({
      name,
      type: 'bar',
      data: values,
      barGap: '12%',
      itemStyle: { borderColor: ink, borderWidth: 0.5 },
      // Where nothing is counted there is no bar to name.
      label: {
        show: true,
        position: 'right',
        ...text,
        formatter: ({ value }: { value: unknown }) => (value === 0 ? '' : String(value)),
      },
    })),
  })
  const svg = chart.renderToSVGString()
  // Without it the process is kept alive by the chart's timers.
  chart.dispose()
  return svg
}
