/* Reads a calendar file with libical and prints each occurrence as one line: start and end in
   seconds since 1970, whether it is of whole days, the seconds of its alarms, and its title in
   hexadecimal. The day behind the last one, in seconds, is the second argument. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_alarms(icalcomponent *event)
{
    icalcomponent *alarm = icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT);
    if (alarm == NULL)
        printf("none");
    while (alarm != NULL) {
        icalproperty *trigger = icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY);
        struct icaltriggertype when = icalproperty_get_trigger(trigger);
        printf("%d", icaldurationtype_as_int(when.duration));
        alarm = icalcomponent_get_next_component(event, ICAL_VALARM_COMPONENT);
        if (alarm != NULL)
            printf(",");
    }
}

static void print_occurrence(icalcomponent *event, struct icaltime_span *span, void *unused)
{
    const char *title = icalcomponent_get_summary(event);
    int is_date = icalcomponent_get_dtstart(event).is_date;
    (void)unused;
    printf("%lld %lld %d ", (long long)span->start, (long long)span->end, is_date);
    print_alarms(event);
    printf(" ");
    while (*title != '\0')
        printf("%02x", (unsigned char)*title++);
    printf("\n");
}

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size;
    char *text;
    if (file == NULL)
        exit(1);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = calloc((size_t)size + 1, 1);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size)
        exit(1);
    fclose(file);
    return text;
}

int main(int count, char **words)
{
    icalcomponent *calendar, *event;
    struct icaltimetype first = icaltime_from_timet_with_zone(0, 0, icaltimezone_get_utc_timezone());
    struct icaltimetype last;
    if (count != 3)
        return 2;
    last = icaltime_from_timet_with_zone(atoll(words[2]), 0, icaltimezone_get_utc_timezone());
    calendar = icalparser_parse_string(read_all(words[1]));
    if (calendar == NULL || icalcomponent_count_errors(calendar) != 0)
        return 1;
    event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    while (event != NULL) {
        icalcomponent_foreach_recurrence(event, first, last, print_occurrence, NULL);
        event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
    }
    return 0;
}
