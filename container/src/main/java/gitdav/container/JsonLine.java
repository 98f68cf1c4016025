package gitdav.container;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

import java.nio.charset.StandardCharsets;

/// A log event as a JSON object on one line, the stack trace included, without private keys.
final class JsonLine extends JsonEncoder {

    JsonLine() {
        setWithFormattedMessage(true);
        // What the message is made of: it would be there twice, and unmasked the first time.
        setWithMessage(false);
        setWithArguments(false);
        setWithContext(false);
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = new String(super.encode(event), StandardCharsets.UTF_8);
        return Secrets.maskedInJson(line).getBytes(StandardCharsets.UTF_8);
    }
}
