import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { VisuallyHidden } from '@mantine/core';
import { count, millis, money } from '../../parts/format';
import type { Measure } from './report';

/** Told apart by order as well as by colour; the table below says the same in numbers. */
const COLORS = ['blue.7', 'orange.7', 'teal.7', 'grape.6', 'red.7', 'gray.6'];

interface Props {
  points: (Record<string, number | null> & { time: number })[];
  names: string[];
  measure: Measure;
  bucket: 'minute' | 'hour' | 'day';
}

export default function Chart({ points, names, measure, bucket }: Props) {
  const time = new Intl.DateTimeFormat('en-GB', bucket === 'day' ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' });
  const format = (value: number) => (measure === 'cost' ? money(value) : measure === 'latency' || measure === 'ttft' ? millis(value) : count(value));
  const data = points.map((point) => ({ ...point, label: time.format(point.time) }));
  return (
    <figure style={{ margin: 0 }}>
      <VisuallyHidden component="figcaption">{`${measure} of ${names.join(', ')} over time`}</VisuallyHidden>
      <LineChart
        h={280}
        data={data}
        dataKey="label"
        series={names.map((name, index) => ({ name, color: COLORS[index]! }))}
        curveType="monotone"
        withDots={data.length < 40}
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        connectNulls={false}
        valueFormatter={format}
        yAxisProps={{ width: 70 }}
        lineChartProps={{ accessibilityLayer: false }}
      />
    </figure>
  );
}
