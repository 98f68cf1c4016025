package gitdav.program;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.InetAddress;

/// Reads the IP address at which a port is opened. No names: a name server would decide who can reach it.
public final class AddressConverter implements ITypeConverter<InetAddress> {

    /// @throws TypeConversionException if the text is no address; the message quotes it
    @Override
    public InetAddress convert(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException noAddress) {
            throw new TypeConversionException("'" + text + "' is not an IP address such as 127.0.0.1, for this machine"
                    + " only, or 0.0.0.0, for all that can reach it");
        }
    }
}
