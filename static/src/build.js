// Compiles static/src/ into static/build/: one style sheet, one script, the fonts and images that they name.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'
import { charactersOf } from './characters.js'

const source = dirname(fileURLToPath(import.meta.url))
const root = join(source, '..', '..')
const finished = join(root, 'static', 'build')
const build = mkdtempSync(join(root, 'static', 'build-')) // takes the place of the old one when all is there
const modules = join(root, 'node_modules')

const FONT_FOLDER = join(modules, '@fontsource', 'atkinson-hyperlegible-next')
// What people write in other scripts, in pictures and in signs is printed with these, the first that has a character
// first. As WOFF: a WOFF2 takes the PDF's maker twenty times as long to unpack. Web pages load none of them.
const OTHER_SCRIPTS = {
  'noto-sans': ['latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext'],
  'noto-sans-arabic': ['arabic'],
  'noto-sans-ethiopic': ['ethiopic'],
  'noto-sans-bengali': ['bengali'],
  'noto-sans-devanagari': ['devanagari'],
  'noto-sans-gurmukhi': ['gurmukhi'],
  'noto-sans-gujarati': ['gujarati'],
  'noto-sans-tamil': ['tamil'],
  'noto-sans-telugu': ['telugu'],
  'noto-sans-kannada': ['kannada'],
  'noto-sans-malayalam': ['malayalam'],
  'noto-sans-sinhala': ['sinhala'],
  'noto-sans-hebrew': ['hebrew'],
  'noto-sans-georgian': ['georgian'],
  'noto-sans-armenian': ['armenian'],
  'noto-sans-thai': ['thai'],
  'noto-sans-lao': ['lao'],
  'noto-sans-khmer': ['khmer'],
  'noto-sans-myanmar': ['myanmar'],
  'noto-emoji': ['emoji'],
  'noto-sans-math': ['latin'],
  'noto-sans-symbols-2': ['symbols'],
  'noto-sans-sc': ['chinese-simplified']
}
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
}

function copyFontsOfThePdf() {
  const own = ['latin', 'latin-ext'].map((subset) => ['atkinson-hyperlegible-next', subset, [400, 700]])
  const others = Object.entries(OTHER_SCRIPTS).flatMap(([name, subsets]) => subsets.map((one) => [name, one, [400]]))
  const listed = [...own, ...others].map(([name, subset, weights]) => {
    const folder = join(modules, '@fontsource', name)
    const files = weights.map((weight) => [weight, `${name}-${subset}-${weight}-normal.woff`])
    for (const [, file] of files) copyFileSync(join(folder, 'files', file), join(build, 'fonts', file))
    copyFileSync(join(folder, 'LICENSE'), join(build, 'fonts', `LICENSE-${name}.txt`))
    // Each script under a name of its own: two of one name would be taken for one font, and their letters mixed up.
    const { family } = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))
    const isAlone = (OTHER_SCRIPTS[name] ?? ['latin']).length === 1 && subset !== 'latin-ext'
    const characters = charactersOf(join(folder, 'files', files[0][1]))
    return { family: isAlone ? family : `${family} ${subset}`, files, characters }
  })
  writeFileSync(join(build, 'fonts', 'pdf.json'), JSON.stringify(listed))
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
  copyFontsOfThePdf()
  joinScripts()
  chmodSync(build, 0o755)
  rmSync(finished, { recursive: true, force: true })
  renameSync(build, finished)
} finally {
  rmSync(build, { recursive: true, force: true })
}
