import type { RunReport } from '../run-report.js'
export const page = (report: RunReport): string => JSON.stringify(report)
