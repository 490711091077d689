"""What people in interviews call the things that criteria speak of.

A group is a name, a colon, and words or word groups that mean much the same *in an audit of AI*; it
goes on in indented lines. Words count by themselves, their groups count besides. Groups come from
the field and from the tuning half of the labelled lines; what only the held-out half has was taken
out of them.
"""

from __future__ import annotations

GROUPS = """\
system: bot, chatbot, assistant, copilot, model, algorithm, ai system, tool, machine, engine,
  thing, robot, llm, gpt, chatgpt, agent
genai: chatgpt, gpt, copilot, generative, llm, prompt, language model, translator, private account
train: train a model, retrain, fine-tune, finetune, fit, learned from, trained, learn from, model
  learned, feed
golive: go live, went live, live, launch, release, roll out, rollout, ship, deploy, deployment,
  production, productive, goes out, going live, put into service
signoff: sign off, signed off, sign, signed, approve, approval, approved, green light, ok,
  blessed, waved through, nod, permission, authorize, release approval, four eyes, two people
  check
topman: ceo, boss, management, board, managing director, executive, top, upstairs, leadership,
  director, c-level, chief
money: budget, money, cost, cost centre, funding, euro, paid, pay, finance, card, fund, dollar,
  spend
people: staff, employee, colleague, team, workforce, guys, crew, personnel
headcount: full time, part time, post, fte, alone, working student, two days a week, understaffed,
  on top of, headcount, hours, fridays, second person, hire
affected: applicant, patient, citizen, borrower, rejected, those affected, people concerned,
  candidate, victim, person concerned, tenant, passenger, pupil, student
vulnerable: child, children, minor, elderly, old people, older, disabled, women, woman, migrant,
  minority, dialect, age group, vulnerable, young, accent, foreigner, gender
fair: bias, biased, unfair, fairness, fair, discriminate, discrimination, equal, disadvantage,
  skew, lower scores, groups, racist
reject: reject, rejected, turned down, refuse, refused, denied, decline
supplier: supplier, vendor, provider, third party, external, subcontractor, contractor,
  outsourced, outsource, hoster, bought, purchase, api, cloud, hub, open source, firm, maker,
  manufacturer, agency
purchase: buy, bought, purchase, procurement, procure, order, tender, subscribe, licence,
  subscription, purchasing, expense
customer: customer, client, user organization, account, clients, consumer
user: user, operator, nurse, clerk, reviewer, end user, screen, click
complaint: complain, complaint, angry, grievance, objection, report a problem, tweet, hotline,
  helpdesk, appeal
concern: whistleblower, speak up, raise, concern, retaliation, afraid, dare, ombudsperson,
  hotline, anonymous, worry, in trouble, confidential
authority: regulator, authority, supervisory, ministry, inspector, government, agency letter,
  notified body, commission
law: law, legal, legislation, act, regulation, statute, compliance, gdpr, obligation, duty, rule
  of law, illegal
press: press, journalist, newspaper, media, tweet, news, public statement, interview with
document: paper, document, written, wrote, write down, written down, noted, on paper, record,
  file, in writing, documented, documentation, describe, described
inhead: in my head, in his head, common knowledge, everybody knows, learns from others, by heart,
  informally, mouth, told verbally
version: version, final, draft, v2, revision, edition, superseded, outdated, older, latest,
  current, valid
template: template, form, boilerplate, copied, copy, swapped the name, took from
store: wiki, sharepoint, intranet, portal, folder, drive, server, repository, confluence
retention: retention, retain, delete, deleted, overwritten, overwrite, forever, keep it, days,
  kept, keep for, archive, throw away, how long, storage period, purge
access: access, login, open for all, permission, read only, locked, everybody can see, rights,
  password, restricted, anyone
log: log, logs, logging, trace, audit trail, event, recorded, reconstruct, entry, journal, logfile
reconstruct: reconstruct, explain the decision, follow what it did, replay
monitor: monitor, monitoring, watch, alarm, alert, drift, dashboard, notice, observe, got worse,
  degraded, degrade, performance drop, sampling answers
repair: repair, fix, broken, breaks, broke, on call, weekend, restart, support, hotfix, patch,
  maintenance, crash, outage, down
incident: incident, failure, wrong output, wrong doses, harm, accident, went wrong, goes wrong,
  emergency, disaster, breach, leak, hacker, harmful, breakdown
notify: inform, notify, tell, told, heard from us, hear about, call the customers, announce,
  disclose, warn, let know, message, communicate
risk: risk, danger, threat, hazard, could go wrong, heat map, likelihood, probability, severity,
  red amber green, risk sheet
riskscore: score, rate, rating, gave it a, three, four, five, medium, gut feeling, scale, matrix,
  5x5, heat map, workshop, would have said
criteria: threshold, criteria, criterion, limit, appetite, tolerance, acceptable, line, yardstick,
  too high, how much risk, cut-off
treatment: mitigate, mitigation, measure, treatment, treat, control, controls, countermeasure,
  safeguard, action plan, reduce, avoid, insure, filter
residual: residual, left over, remaining, accept the risk, acceptance, waive
soa: soa, statement of applicability, applicable, applicability, exclude, excluded, exclusion,
  left out, 38 controls, annex, annex a, ticked, justification
impact: impact, effect, consequence, harm, what it does to people, affected, dpia, fria, impact
  assessment
dpia: dpia, privacy assessment, data protection impact, gdpr assessment
misuse: misuse, abuse, wrong use, abused, weaponize, misused, trick, jailbreak
society: society, jobs, environment, energy, carbon, climate, democracy, election, fake news,
  disinformation, power bill, public debate, region, electricity, water, emissions, footprint,
  planet, culture, economy, community
objective: objective, goal, target, aim, kpi, ambition, what we want, percent, deadline, by june,
  okr, on track
measure: measure, number, figure, metric, statistic, count, kpi, indicator, chart, percent, value,
  quarterly, numbers
conclude: conclusion, conclude, analyse, evaluation, evaluate, look at the numbers, draw, question
  the numbers, interpretation
role: role, responsible, responsibility, raci, owner, owns, accountable, job description, org
  chart, who decides, who may, whose job, in charge, authority, mandate, deputy, matrix of roles
switchoff: switch off, turn off, pull the plug, shut down, stop it, kill switch, take offline,
  retire, decommission, stop the system
oversight: human oversight, human review, human in the loop, overrule, override, click accept,
  rubber stamp, four seconds, second look, reviewer, blindly, person decides
training: training, course, trained, e-learning, video, certificate, workshop for staff,
  qualification, taught, webinar, seminar, onboarding, degree, skills, skill, learned by doing
competence: competence, competent, qualified, skills, know how, experience, expertise, degree, cv,
  github, senior, certificate, experienced
aware: aware, heard of, never heard, know about, clicked through, briefing, new starters, dunno,
  poster
policy: policy, principles, guideline, guidelines, charter, code of conduct, values, ethics rules,
  rulebook
otherpolicies: security policy, privacy policy, code of conduct, quality manual, hr policy,
  contradict, contradicts, forbids, clash, conflict, cross check, procurement policy, allows
context: swot, pestle, context, competitors, market, external issues, internal issues, strategy,
  environment we work in, surroundings
airole: provider, producer, importer, user only, role under the act
inventory: inventory, list of systems, catalogue, register of systems, not on the list, anybody's
  list, overview
party: stakeholder, works council, union, regulator, interested party, ngo, parents, insurer,
  shareholder, expectations, expect, want from us, staff representative, residents, investors,
  activists
scope: scope, boundary, branch, subsidiary, not covered, in scope, out of scope, certify only,
  part of this, covered, cover, location, site, lab, legal entity, perimeter
process: process, procedure, workflow, step, handbook, manual, sop, gate, stage, sdlc, pipeline
link: hand over, interface, arrow, afterwards, next step, connected, silo, fit together, interact,
  isolated
change: change, changed, switch, merge, merged, reorganize, reorganization, takeover, acquire,
  startup, acquisition, move, moved, migration, transition, restructure
skip: skip, skipped, bypass, ignore, urgent, hurry, shortcut, exception, around the process,
  later, workaround, paperwork
audit: audit, auditor, internal audit, audited, auditors, audit report, audit programme, audit
  plan, audit schedule
independent: own work, my own, himself, independent, same person, own procedure, only me,
  impartial
review: management review, review meeting, annual review, postponed, agenda, minutes, protocol,
  board meeting, on the table
minutes: minutes, protocol, decision, decided, decisions, noted, resolution, action item, to-do,
  outcome
improve: improve, improvement, better, idea, suggestion, lesson, lessons learned, enhancement,
  progress, evolve, kaizen
cause: root cause, cause, why it happened, five whys, human error, underlying, symptom, ishikawa
recur: same thing, again, third time, came back, recur, repeated, repeat, still open, twice
corrective: car, corrective, fixed it, nonconformity, closed the ticket, corrective action, capa,
  effectiveness, helped, verify the fix
overdue: overdue, late, expired, postponed, behind schedule, half a year, past, delayed, ages,
  years ago, old, last time
dataset: data, dataset, data set, training set, corpus, samples, records, images, table, rows,
  training data
acquire: scraped, scrape, downloaded, download, web, licence, license, consent, rights, copyright,
  bought a data set, purchased, source, collected, got, cleared
lineage: lineage, provenance, origin, history, where it came from, comes from, traced, trace,
  source system, raw, which row
quality: quality, garbage, wrong labels, missing values, duplicates, noise, dirty, incomplete,
  sensor, errors in the data, nonsense, accurate, balanced, completeness, label
prepare: clean, cleaning, label, labelling, labeller, annotate, annotator, annotation, outlier,
  fill, mean, normalise, scaling, impute, drop rows, transform, encode, preprocessing, tagging,
  augment
tooling: library, libraries, python, framework, notebook, package, version of python, hub, open
  source library, mlflow, requirements file, dependency, toolchain, ide
compute: gpu, server, servers, cloud region, region, hardware, capacity, failover, data centre,
  cluster, infrastructure, cpu, storage, peak, inference, edge device, laptop, machine room,
  latency, hosting
keyperson: if she gets sick, only one person, left the company, bus factor, only he knows,
  freelancer, key person, depends on, gets sick, holiday, who left, he left, gone
spec: spec, specification, requirement, requirements, what it should do, how wrong, error rate,
  user story, need, acceptable error, definition
design: design, architecture, why that model, hyperparameter, choice, alternatives, reproducible,
  reproduce, decision log, took that model, notebook, experiment, diagram
test: test, tested, validate, validation, verification, pass mark, test data, accuracy,
  evaluation, benchmark, test set, holdout, check with doctors, tried, failed, trial, pilot
rollback: rollback, roll back, way back, fallback, undo the release, plan b, revert
testenv: test environment, staging, lab, real conditions, plant, in the field, differs, different
manual: manual, user guide, instructions, quickstart, help text, handbook for users, brochure,
  help page, tooltip, leaflet, explains, explanation
transparency: talking to a machine, notice, label as ai, knows it is ai, told me it, can be wrong,
  limits, limitations, confidence
techfile: technical file, technical documentation, integrator, partner, datasheet, model card,
  interface description, dossier
shadow: shadow, private account, own card, without asking, phones, secretly, unapproved, company
  card
useproc: acceptable use, may I use, request form, allowed to use, put a tool, whitelist, approved
  list, new tool
intended: meant for, intended, made for, built for, purpose, supposed to, other purpose, used for
  something else, also for, designed for, repurposed
automation: decide alone, how much the machine, automatic, automated, autonomy, machine decides,
  no human, fully automatic
contract: contract, agreement, clause, terms, sla, annex, small print, nda, memorandum, signed
  with
allocation: who is responsible between, theirs, blame, their task, not settled, who answers,
  split, shared responsibility, their side, finger pointing
vet: vet, check the vendor, questionnaire, took their word, assessed, due diligence, evaluated,
  market leader, rating, references
expectation: expect, want, wish, ask for, demand, feedback, need, requested, survey, workshop with
  customers
report: report, reporting, yearly report, register with, deadline to authority, submit, filing,
  deliver figures
drawer: unread, ignored, not passed on, bin, nobody reads, never reached
rolesleft: people who left, left in spring, names of people, outdated names, former
privacy: personal data, privacy, names, gdpr, sensitive, masked, anonymised, customer records,
  pseudonymised, confidential
security: hacker, security, infosec, ransomware, cyber, attack, poisoned, penetration,
  confidentiality
share: plan for, planned, schedule, programme, calendar, dates, annual plan, every year, interval,
  timetable
external: outsider, public, anyone, citizen, outside, non-customer, third persons, web form,
  hotline, general hotline
"""
