// Compiles static/src/ into static/build/: one style sheet, one script, the fonts and images that they name.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const source = dirname(fileURLToPath(import.meta.url))
const root = join(source, '..', '..')
const finished = join(root, 'static', 'build')
const build = mkdtempSync(join(root, 'static', 'build-')) // takes the place of the old one when all is there
const modules = join(root, 'node_modules')

const FONT_FOLDER = join(modules, '@fontsource', 'atkinson-hyperlegible-next')
const IMAGE_FOLDERS = [
  join(source, 'images'),
  join(modules, '@ministryofjustice', 'frontend', 'moj', 'assets', 'images')
]
const SCRIPTS = [
  join(modules, 'govuk-frontend', 'dist', 'govuk', 'all.bundle.js'),
  join(modules, '@ministryofjustice', 'frontend', 'moj', 'components', 'filter-toggle-button', 'filter-toggle-button.bundle.js'),
  join(modules, 'htmx.org', 'dist', 'htmx.min.js'),
  join(source, 'js', 'start.js'),
  join(source, 'js', 'unsaved.js'),
  join(source, 'js', 'autosave.js'),
  join(source, 'js', 'asked.js'),
  join(source, 'js', 'pastes.js'),
  join(source, 'js', 'progress.js'),
  join(source, 'js', 'phrases.js')
]

function compileStyles() {
  const { css } = sass.compile(join(source, 'scss', 'vsh.scss'), {
    loadPaths: [root],
    style: 'compressed',
    charset: false,
    quietDeps: true,
    logger: sass.Logger.silent
  })
  writeFileSync(join(build, 'vsh.css'), css)
  return css
}

function copyImages(css) {
  const named = new Set([...css.matchAll(/url\("?images\/([\w.-]+)"?\)/g)].map((match) => match[1]))
  for (const name of [...named, 'favicon.svg']) {
    const copied = IMAGE_FOLDERS.some((folder) => {
      try {
        copyFileSync(join(folder, name), join(build, 'images', name))
        return true
      } catch {
        return false
      }
    })
    if (!copied) throw new Error(`No image ${name} in ${IMAGE_FOLDERS.join(', ')}`)
  }
}

function copyFonts(css) {
  for (const [, name] of css.matchAll(/url\("?fonts\/([\w.-]+)"?\)/g)) {
    copyFileSync(join(FONT_FOLDER, 'files', name), join(build, 'fonts', name))
  }
  copyFileSync(join(FONT_FOLDER, 'LICENSE'), join(build, 'fonts', 'LICENSE.txt'))
}

function joinScripts() {
  const withoutMap = (text) => text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
  const text = SCRIPTS.map((path) => withoutMap(readFileSync(path, 'utf8'))).join('\n;\n')
  writeFileSync(join(build, 'vsh.js'), text)
  copyFileSync(join(source, 'js', 'js-enabled.js'), join(build, 'js-enabled.js'))
}

try {
  for (const folder of ['fonts', 'images']) mkdirSync(join(build, folder))
  const css = compileStyles()
  copyImages(css)
  copyFonts(css)
  joinScripts()
  chmodSync(build, 0o755)
  rmSync(finished, { recursive: true, force: true })
  renameSync(build, finished)
} finally {
  rmSync(build, { recursive: true, force: true })
}
