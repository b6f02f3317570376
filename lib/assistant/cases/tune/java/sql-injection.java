package store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

public class Users {
    private static final String PASSWORD = "s3cr3t-Passw0rd";
    private final Connection connection;

    public Users(Connection connection) {
        this.connection = connection;
    }

    public boolean exists(String email) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM users WHERE email = '" + email + "'")) {
            return rows.next();
        }
    }

    static String password() {
        return PASSWORD;
    }
}
