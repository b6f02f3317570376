import sqlite3


def connect(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def find_user(connection, email):
    query = "SELECT id, name FROM users WHERE email = '%s'" % email
    return connection.execute(query).fetchone()


def orders_of(connection, user_ids):
    orders = []
    for user_id in user_ids:
        rows = connection.execute("SELECT * FROM orders WHERE user_id = ?", (user_id,))
        orders.extend(rows.fetchall())
    return orders
