interface Booking {
  room: string;
  from: Date;
  to: Date;
}

const bookings: Booking[] = [];

function overlaps(a: Booking, b: Booking): boolean {
  return a.from < b.to && b.from < a.to && a.room === b.room;
}

export function book(room: string, from: Date, hours: number): Booking {
  const to = new Date(from.getTime() + hours * 3_600_000);
  const wanted = { room, from, to };
  if (bookings.some((booking) => overlaps(booking))) {
    throw "taken";
  }
  bookings.push(wanted);
  return wanted;
}
