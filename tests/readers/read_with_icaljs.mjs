// Reads a calendar file from standard input with the parser of Thunderbird, and prints each
// occurrence as a line of JSON. The folder of ical.js is the first argument, the day behind the
// last one the second.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(`${process.argv[2]}/dist/ical.js`));
const behind = ICAL.Time.fromDateString(process.argv[3]);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

const said = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());

for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const alarms = component
    .getAllSubcomponents("valarm")
    .map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds());
  const occurrences = event.iterator();
  for (let next = occurrences.next(); next && next.compare(behind) < 0; next = occurrences.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    console.log(
      JSON.stringify({ start: said(startDate), end: said(endDate), title: event.summary, alarms }),
    );
  }
}
