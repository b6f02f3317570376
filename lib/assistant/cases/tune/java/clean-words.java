package words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public final class Words {
    private Words() {}

    static Map<String, Long> count(Stream<String> lines) {
        return lines.flatMap(line -> Stream.of(line.split("\\W+")))
                .filter(word -> !word.isEmpty())
                .map(String::toLowerCase)
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: words FILE");
            System.exit(2);
        }
        try (Stream<String> lines = Files.lines(Path.of(args[0]))) {
            count(lines).entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                    .limit(20)
                    .forEach(entry -> System.out.printf("%5d %s%n", entry.getValue(), entry.getKey()));
        }
    }
}
