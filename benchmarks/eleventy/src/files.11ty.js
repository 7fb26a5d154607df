export const data = {
  layout: null,
  pagination: { data: 'collections.files', size: 1, alias: 'file' },
  permalink: ({ file }) => file.url,
  eleventyExcludeFromCollections: true,
}
export const render = ({ file }) => file.text()
