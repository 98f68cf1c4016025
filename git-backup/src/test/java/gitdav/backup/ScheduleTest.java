package gitdav.backup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void periodCountsFromNow() {
        assertThat(runAt("30s").next(berlin("2026-06-01T12:00"))).isEqualTo(berlin("2026-06-01T12:00:30"));
    }

    @Test
    void timeOfTheDayIsTodayOrTomorrow() {
        assertThat(runAt("03:15").next(berlin("2026-06-01T03:14"))).isEqualTo(berlin("2026-06-01T03:15"));
        assertThat(runAt("03:15").next(berlin("2026-06-01T03:15"))).isEqualTo(berlin("2026-06-02T03:15"));
        assertThat(runAt("3:15").next(berlin("2026-06-01T23:00"))).isEqualTo(berlin("2026-06-02T03:15"));
    }

    @Test
    void severalTimesOfTheDayComeInTurn() {
        Schedule schedule = runAt("20:00, 03:15,12:30");

        assertThat(schedule.next(berlin("2026-06-01T00:00"))).isEqualTo(berlin("2026-06-01T03:15"));
        assertThat(schedule.next(berlin("2026-06-01T03:15"))).isEqualTo(berlin("2026-06-01T12:30"));
        assertThat(schedule.next(berlin("2026-06-01T12:30"))).isEqualTo(berlin("2026-06-01T20:00"));
        assertThat(schedule.next(berlin("2026-06-01T20:00"))).isEqualTo(berlin("2026-06-02T03:15"));
    }

    @Test
    void timeThatTheClockSkipsComesAnHourLaterAndOnce() {
        Schedule schedule = runAt("02:30");

        ZonedDateTime first = schedule.next(berlin("2026-03-29T00:00"));
        assertThat(first).isEqualTo(berlin("2026-03-29T03:30"));
        assertThat(schedule.next(first)).isEqualTo(berlin("2026-03-30T02:30"));
    }

    @Test
    void timeThatComesTwiceCountsOnce() {
        Schedule schedule = runAt("02:30");

        ZonedDateTime first = schedule.next(berlin("2026-10-25T00:00"));
        assertThat(first.toOffsetDateTime()).hasToString("2026-10-25T02:30+02:00");
        assertThat(schedule.next(first)).isEqualTo(berlin("2026-10-26T02:30"));
    }

    @Test
    void cronExpressionIsUnderstood() {
        assertThat(runAt("15 3 * * 1-5").next(berlin("2026-06-05T12:00"))).isEqualTo(berlin("2026-06-08T03:15"));
        assertThat(runAt("*/20 8-9 * * *").next(berlin("2026-06-05T08:40"))).isEqualTo(berlin("2026-06-05T09:00"));
        assertThat(runAt("0 0 29 2 *").next(berlin("2026-06-05T08:40"))).isEqualTo(berlin("2028-02-29T00:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02:30", "30 2 * * *"})
    void onceADayMeansOnceOnEveryDayOfTheYear(String text) {
        List<ZonedDateTime> times = times(runAt(text), berlin("2026-01-01T00:00"), berlin("2027-01-01T00:00"));

        assertThat(times).hasSize(365).doesNotHaveDuplicates().extracting(ZonedDateTime::toLocalDate)
                .doesNotHaveDuplicates();
    }

    @Test
    void cronTimeThatTheClockSkipsComesAnHourLaterWheneverOneAsks() {
        for (String start : List.of("2026-03-28T02:30", "2026-03-29T00:00", "2026-03-29T01:59", "2026-03-29T03:15")) {
            assertThat(runAt("30 2 * * *").next(berlin(start))).isEqualTo(berlin("2026-03-29T03:30"));
        }
    }

    @Test
    void cronTimeThatComesTwiceCountsOnce() {
        ZonedDateTime first = runAt("30 2 * * *").next(berlin("2026-10-25T00:00"));

        assertThat(first.toOffsetDateTime()).hasToString("2026-10-25T02:30+02:00");
        assertThat(runAt("30 2 * * *").next(first)).isEqualTo(berlin("2026-10-26T02:30"));
        assertThat(runAt("30 2 * * *").next(first.plusMinutes(50))).isEqualTo(berlin("2026-10-26T02:30"));
    }

    @Test
    void cronExpressionForEveryHourGoesOnWhenClocksChange() {
        assertThat(times(runAt("*/30 * * * *"), berlin("2026-10-25T00:00"), berlin("2026-10-25T05:00")))
                .hasSize(11).isSorted().doesNotHaveDuplicates();
        assertThat(times(runAt("*/30 * * * *"), berlin("2026-03-29T00:00"), berlin("2026-03-29T05:00")))
                .hasSize(7).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void scheduleSaysWhatItIs() {
        assertThat(runAt("15 3 * * 1-5")).hasToString("at the times of '15 3 * * 1-5'");
        assertThat(runAt("90s")).hasToString("every 1m30s");
        assertThat(runAt("15:15,3:15")).hasToString("every day at 03:15, 15:15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25:99", "24:00", "3:60", "03:15,", ":", "3", "soon", "-5s", "0s", "", "03:15:30",
            "* * * *", "60 * * * *", "0 0 31 2 *", "0 0 * * * *"})
    void anythingElseIsRefusedAndQuoted(String text) {
        assertThatThrownBy(() -> runAt(text)).hasMessageStartingWith("'" + text + "' is not a time of the day");
    }

    private static Schedule runAt(String text) {
        return new ScheduleConverter().convert(text);
    }

    /// All times between two.
    private static List<ZonedDateTime> times(Schedule schedule, ZonedDateTime after, ZonedDateTime before) {
        return Stream.iterate(schedule.next(after), time -> time.isBefore(before), schedule::next).toList();
    }

    private static ZonedDateTime berlin(String time) {
        return LocalDateTime.parse(time).atZone(BERLIN);
    }
}
