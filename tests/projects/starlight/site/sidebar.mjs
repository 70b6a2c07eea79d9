export const sidebar = [
  { label: 'Guides', items: [{ slug: 'guides/warp' }, { label: 'The weft', slug: 'guides/weft' }] },
  { label: 'Reference', autogenerate: { directory: 'reference' } },
];
