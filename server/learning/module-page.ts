import type { RequestHandler } from 'express'
import { moduleTitle, moduleViews, signInPath } from './course-view.js'
import { isComplete } from './progress.js'
import type { LearningPages } from './routes.js'
import type { Enrolment } from './types.js'
import { moduleOf, paths, where } from './where.js'

/**
 * GET /courses/:course/modules/:module: the text, for everybody; who is enrolled has their place and progress kept.
 * The page that is asked for most: one query beside session and person, and a write only when the module changes.
 */
export const modulePage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { course, text, person, enrolment } = await where(pages, req)
    const module = moduleOf(req, course)
    const page = await pages.courses.modulePage(course, module, req.language)
    await arrive(pages, enrolment, module)
    const modules = moduleViews(req, course, text, enrolment)
    const index = course.modules.indexOf(module)
    const progress = enrolment?.modules[module]
    const path = paths.module(course.id, module)
    res.page('learning/module', {
      title: moduleTitle(text, module),
      textLanguage: text.language,
      script: enrolment ? 'learning.js' : undefined,
      trail: [
        { href: req.link('/courses'), label: req.t('learning:catalogue.title') },
        { href: req.link(paths.course(course.id)), label: text.title },
      ],
      courseHref: req.link(paths.course(course.id)),
      path: req.link(path),
      number: index + 1,
      of: modules.length,
      module: modules[index],
      modules: modules.map((each) => ({ ...each, current: each.slug === module })),
      previous: modules[index - 1],
      following: modules[index + 1],
      html: page.html,
      isFallback: page.language !== req.language,
      sections: page.sections,
      enrolled: enrolment !== undefined,
      signedIn: person !== undefined,
      signInHref: req.link(signInPath(req, path)),
      enrolHref: req.link(`${paths.course(course.id)}/enrolment`),
      quizHref: req.link(paths.quiz(course.id, module)),
      readAt: progress?.readAt,
      passedAt: progress?.passedAt,
      complete: isComplete(progress),
    })
  }

/** The place is noted by coming here, so that going on from there needs no script. */
async function arrive({ learning }: LearningPages, enrolment: Enrolment | undefined, module: string): Promise<void> {
  if (enrolment && enrolment.place?.module !== module) await learning.keepPlace(enrolment, { module })
}
