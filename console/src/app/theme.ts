import { createTheme, type CSSVariablesResolver, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core';

const signal: MantineColorsTuple = [
  '#eaf3fb', '#d3e4f3', '#a3c8e8', '#70aadd', '#4890d3', '#2f80cd', '#2071b8', '#175f9e', '#0f4f86', '#073f6e',
];

export const theme = createTheme({
  primaryColor: 'signal',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: {
    signal,
    dark: ['#d5dbe3', '#b3bcc8', '#929dab', '#647080', '#3f4a57', '#2f3843', '#222932', '#171c22', '#12161b', '#0d1014'],
  },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // the library writes what is dangerous in white in the dark, and white on a red that is too light
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    if (input.color !== 'red') return colors;
    return input.variant === 'filled'
      ? { ...colors, background: '#b42318', hover: '#912018', color: '#ffffff' }
      : { ...colors, color: 'var(--sbx-down)' };
  },
});

/** Mantine's greys for secondary text are below 4.5:1 on its backgrounds. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6470',
    '--mantine-color-placeholder': '#6b7480',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#175f9e',
    '--sbx-page': '#f6f8fa',
    '--sbx-line': '#dfe4ea',
    '--sbx-raised': '#ffffff',
    '--sbx-healthy': '#187a45',
    '--sbx-degraded': '#8a5300',
    '--sbx-down': '#b42318',
    '--sbx-unknown': '#5b6470',
  },
  dark: {
    '--mantine-color-body': '#14181d',
    '--mantine-color-dimmed': '#a2abb8',
    '--mantine-color-placeholder': '#9aa3b0',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-anchor': '#7db8ec',
    '--sbx-page': '#14181d',
    '--sbx-line': '#313944',
    '--sbx-raised': '#1c2229',
    '--sbx-healthy': '#4ad28a',
    '--sbx-degraded': '#f5b54a',
    '--sbx-down': '#ff8a80',
    '--sbx-unknown': '#a2abb8',
  },
});
